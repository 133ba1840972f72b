namespace KServe.AspNetCore;

/// <summary>Remembers whether the application opens endpoints in code.</summary>
internal sealed class ListenState
{
    public bool HasCodeEndpoints { get; set; }
}
