// Module Proto.
