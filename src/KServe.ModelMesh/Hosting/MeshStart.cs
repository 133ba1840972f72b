namespace KServe.ModelMesh;

/// <summary>Tells whether what is loaded at the start has been.</summary>
internal sealed class MeshStart
{
    private volatile bool _isCompleted;

    public bool IsCompleted => _isCompleted;

    public void Complete() => _isCompleted = true;
}
