"""Content turned into replies. No Rasa, no HTTP."""
