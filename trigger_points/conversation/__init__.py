"""What the assistant does with it, turn by turn. No Rasa, no HTTP."""
