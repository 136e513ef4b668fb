"""A PDF of A4 pages: the picture, the list and the evidence. Content comes in; pages of simple drawings, then bytes go out."""
