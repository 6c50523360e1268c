"""What every Counterfoil device must agree on to the byte; SPEC.md beside this package states it."""
