[package]
name = "labels-policy"
version = "0.1.0"

[dependencies]
required-labels = "0.1.0"
set-annotations = "0.1.1"
