"""A chat assistant for people with a sore hip, buttock, low back or thigh."""
