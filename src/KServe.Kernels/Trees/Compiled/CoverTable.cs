namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds covers in the narrowest type that loses nothing.</summary>
internal sealed class CoverTable(float[]? narrow, double[]? wide)
{
    public long SizeInBytes => ArraySize.Of(narrow) + ArraySize.Of(wide);

    public double this[int index] => narrow is not null ? narrow[index] : wide![index];
}
