namespace KServe.Runtime.Pmml.Clustering;

/// <summary>A cluster.</summary>
/// <param name="Id">What predictions call it.</param>
/// <param name="Name">What people call it, or <see langword="null"/>.</param>
/// <param name="Center">Its centre, one coordinate per field.</param>
internal sealed record Cluster(string Id, string? Name, double[] Center);
