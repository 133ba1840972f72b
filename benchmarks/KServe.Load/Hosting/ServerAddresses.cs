namespace KServe.Load.Hosting;

/// <summary>Names where a server listens.</summary>
/// <param name="Http">The port for HTTP/1.1.</param>
/// <param name="Grpc">The port for cleartext HTTP/2.</param>
public sealed record ServerAddresses(Uri Http, Uri Grpc);
