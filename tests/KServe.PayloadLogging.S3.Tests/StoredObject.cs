namespace KServe.PayloadLogging.S3.Tests;

/// <summary>One request as the server got it.</summary>
internal sealed record StoredObject(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
