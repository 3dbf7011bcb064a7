"""What happens to a result in public: outlets, objections, corrections, replies, withdrawal."""
