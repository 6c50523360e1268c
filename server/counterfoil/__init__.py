"""Counterfoil: the customer's half of the receipt."""
