using KServe.Load.Hosting;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Client;

/// <summary>Says where to send what, and over how many connections.</summary>
/// <param name="Addresses">The addresses of the server.</param>
/// <param name="Request">The request.</param>
/// <param name="Connections">The connections to open.</param>
/// <param name="Streams">The requests in flight on each; only over HTTP/2.</param>
internal sealed record LoadTarget(ServerAddresses Addresses, LoadRequest Request, int Connections, int Streams);
