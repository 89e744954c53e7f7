[package]
name = "site-certificate"
version = "0.1.0"

[dependencies]
cert-manager = "0.3.0"
