[package]
name = "motd"
version = "0.1.0"

[dependencies]
outdent = "0.1.0"
