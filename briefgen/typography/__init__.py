"""What layout and the writers know of type: fonts, scripts, words, lengths, pictures."""
