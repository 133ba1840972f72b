using System.Runtime.InteropServices;

namespace KServe.Runtime.XGBoost;

/// <summary>Holds one node of a tree as small as a file states it, until the whole file is read.</summary>
/// <param name="Left">The index of the left child; -1 for a leaf.</param>
/// <param name="Right">The index of the right child; for a leaf, the ordinal of its values.</param>
/// <param name="Feature">The feature of a split.</param>
/// <param name="Value">The threshold of a split.</param>
/// <param name="Cover">The sum of the hessians of the training rows that came here.</param>
/// <param name="Id">The node's number in the file, which leaf outputs report.</param>
/// <param name="Flags">What else there is to know of a split.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct BoosterNode(
    int Left,
    int Right,
    int Feature,
    float Value,
    float Cover,
    int Id,
    BoosterNodeFlags Flags);
