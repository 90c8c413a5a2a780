"""What upper apps ask of governance: frozen facts, a module for each part."""
