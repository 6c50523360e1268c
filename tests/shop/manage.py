"""Django's command line for the test shop; tests/e2e/shop.py is what starts it."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantern.settings")
execute_from_command_line(sys.argv)
