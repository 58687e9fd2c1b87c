"""Rasa custom actions, one module per conversation topic. Thin: see ``trigger_points/conversation``."""
