"""``python -m kpireport`` does what the command ``kpireport`` does."""

from kpireport.commands.main import main

if __name__ == "__main__":
    main()
