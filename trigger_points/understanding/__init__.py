"""What a message says: words, meaning, red flags."""
