[package]
name = "release-notes"
version = "0.1.0"

[dependencies]
difflib = "0.2.0"
