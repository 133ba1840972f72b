using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Holds one value per integration point of a pass.</summary>
[InlineArray(Length)]
internal struct Quad<T>
    where T : unmanaged
{
    public const int Length = 4;

    private T _first;
}
