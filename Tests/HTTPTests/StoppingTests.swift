import Glibc
import HTTP
import Synchronization
import Testing

@Suite struct `Starting and stopping` {
    private static func hurried(graceSeconds: Double = 0.1) -> Limits {
        var limits = Limits()
        limits.stopGraceSeconds = graceSeconds
        return limits
    }

    @Test func `names the port that is taken`() throws {
        let server = try Server { $1.respond(.noContent) }
        defer { server.stop() }
        #expect(throws: ServerError.addressInUse(port: server.port)) {
            try Server(port: server.port) { $1.respond(.noContent) }
        }
    }

    @Test func `refuses an address that is none`() throws {
        #expect(throws: ServerError.badAddress("localhost.")) {
            try Server(address: "localhost.") { $1.respond(.noContent) }
        }
    }

    @Test func `gives the port back`() throws {
        let first = try Server { $1.respond(.text("first")) }
        #expect(try first.client().send("GET", "/").text == "first")
        first.stop()
        first.stop()
        let second = try Server(port: first.port) { $1.respond(.text("second")) }
        defer { second.stop() }
        #expect(try second.client().send("GET", "/").text == "second")
    }

    @Test func `answers 503 for handlers that stay silent`() throws {
        let shelf = Shelf()
        let server = try Server(limits: Self.hurried()) { shelf.put($0, $1) }
        let port = server.port
        let tally = Tally()
        let clients = (0..<8).map { _ in
            Worker {
                let client = Client(baseURL: "http://127.0.0.1:\(port)", timeoutSeconds: 10)
                tally.count((try? client.send("GET", "/"))?.status == 503)
            }
        }
        #expect(eventually { shelf.count == 8 })
        server.stop()
        for client in clients { client.join() }
        #expect(tally.right == 8)
        // Too late, and no harm.
        for (_, responder) in shelf.takeAll() { responder.respond(.noContent) }
    }

    @Test func `waits for handlers that answer in time`() throws {
        let shelf = Shelf()
        let server = try Server(limits: Self.hurried(graceSeconds: 5)) { shelf.put($0, $1) }
        let port = server.port
        let tally = Tally()
        let client = Worker {
            let client = Client(baseURL: "http://127.0.0.1:\(port)", timeoutSeconds: 10)
            tally.count((try? client.send("GET", "/"))?.text == "at last")
        }
        #expect(eventually { shelf.count == 1 })
        let completer = Worker {
            usleep(200_000)
            for (_, responder) in shelf.takeAll() { responder.respond(.text("at last")) }
        }
        server.stop()
        client.join()
        completer.join()
        #expect(tally.right == 1)
    }

    @Test func `survives clients that leave while they wait`() throws {
        let shelf = Shelf()
        let server = try Server(limits: Self.hurried()) { shelf.put($0, $1) }
        for round in 0..<3 {
            let sockets = (0..<20).map { _ in RawSocket(port: server.port) }
            for socket in sockets { socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n") }
            #expect(eventually { shelf.count == 20 })
            for socket in sockets { socket.close() }
            // The last round's are never answered: stopping must cope with them.
            if round < 2 { Responder.respondAll(shelf.takeAll().map { ($1, .text("nobody")) }) }
        }
        server.stop()
    }

    @Test func `stops in the middle of a storm`() throws {
        for round in 0..<10 {
            let shelf = Shelf()
            let server = try Server(limits: Self.hurried(graceSeconds: round.isMultiple(of: 2) ? 0 : 0.01)) {
                if $0.path == "/late" { shelf.put($0, $1) } else { $1.respond(.noContent) }
            }
            let port = server.port
            let isOver = Flag()
            let completer = Worker {
                while !isOver.isSet { Responder.respondAll(shelf.takeAll().map { ($1, .noContent) }) }
            }
            let clients = (0..<8).map { number in
                Worker {
                    let client = Client(baseURL: "http://127.0.0.1:\(port)", timeoutSeconds: 5)
                    while !isOver.isSet, (try? client.send("POST", number < 4 ? "/late" : "/", body: [1])) != nil {}
                }
            }
            usleep(30_000)
            server.stop()
            isOver.set()
            for worker in clients + [completer] { worker.join() }
        }
    }
}
