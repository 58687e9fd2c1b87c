"""Rasa components and the base of its actions: thin adapters."""
