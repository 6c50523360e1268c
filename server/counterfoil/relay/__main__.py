"""`python -m counterfoil.relay` is `counterfoil-relay`."""

from .command import main

main()
