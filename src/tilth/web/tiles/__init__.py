"""Vector tiles of the layers: encoded here, for whole arrays at a time."""
