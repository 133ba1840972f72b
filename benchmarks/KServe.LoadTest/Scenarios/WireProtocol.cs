namespace KServe.LoadTest.Scenarios;

/// <summary>How a request travels.</summary>
internal enum WireProtocol
{
    /// <summary>HTTP/1.1 on a connection that stays, one request in flight.</summary>
    Http1,

    /// <summary>A unary gRPC call over cleartext HTTP/2, several streams per connection.</summary>
    Grpc,
}
