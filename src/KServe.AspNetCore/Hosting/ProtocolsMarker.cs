namespace KServe.AspNetCore;

/// <summary>Tells MapKServe that the services of the protocols were added.</summary>
internal sealed class ProtocolsMarker;
