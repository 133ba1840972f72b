namespace KServe.AspNetCore.Tests.Graphs;

/// <summary>What a service elsewhere was sent.</summary>
internal sealed record RemoteRequest(string Body, IReadOnlyDictionary<string, string> Headers);
