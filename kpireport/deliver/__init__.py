"""Where finished bytes go: files, mail, inbox, history."""
