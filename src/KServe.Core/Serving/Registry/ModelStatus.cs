namespace KServe;

/// <summary>Tells the state of one model version.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">The version; empty while it is not known.</param>
/// <param name="State">The state.</param>
/// <param name="Reason">Why the version is unavailable, or how far its load has come; empty otherwise.</param>
public readonly record struct ModelStatus(string Name, string Version, ModelState State, string Reason);
