// Module VirtualCard.
