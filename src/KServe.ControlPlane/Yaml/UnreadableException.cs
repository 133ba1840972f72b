namespace KServe.ControlPlane;

/// <summary>Ends the reading of a text whose error has been said.</summary>
internal sealed class UnreadableException : Exception;
