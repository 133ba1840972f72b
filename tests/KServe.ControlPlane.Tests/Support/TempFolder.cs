namespace KServe.ControlPlane.Tests.Support;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kserve-control-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
