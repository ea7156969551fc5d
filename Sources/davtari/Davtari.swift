@main enum Davtari { static func main() {} }
