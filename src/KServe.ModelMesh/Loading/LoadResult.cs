namespace KServe.ModelMesh;

/// <summary>Tells what a load brought into memory.</summary>
/// <param name="Bytes">The measured bytes; <see langword="null"/> when nothing reports them.</param>
/// <param name="Revisions">One of each version.</param>
internal readonly record struct LoadResult(long? Bytes, ModelRevision[] Revisions);
