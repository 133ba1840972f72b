namespace KServe.LoadTest.Client;

/// <summary>A server that answered wrongly, or not at all: its figures would mean nothing.</summary>
internal sealed class LoadException(string message) : Exception(message);
