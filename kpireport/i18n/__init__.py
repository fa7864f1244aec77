"""The only room that knows languages: codes to sentences, numbers, dates."""
