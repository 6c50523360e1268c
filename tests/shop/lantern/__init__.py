"""Lantern & Loom: an invented shop around django-oscar, for tests to buy in.

oscar's pages are left as its authors made them, so that capture meets markup that nobody here wrote. What differs:
nothing is fetched from outside (templates/oscar/base.html), parcels cost a flat rate (shipping.py), payment is by
invoice and can be refused on request (checkout.py), and there are terms in the shop's language (terms.py) which buying
(checkout.py) and signing up (customer.py) ask to agree to.
"""
