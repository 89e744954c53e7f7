[package]
name = "web-deployment"
version = "0.1.0"

[dependencies]
k8s = "1.31.2"
