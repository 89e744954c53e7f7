[package]
name = "hello"
version = "0.1.0"
description = "Says hello"
