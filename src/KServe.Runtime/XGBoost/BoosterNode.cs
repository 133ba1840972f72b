using System.Runtime.InteropServices;

namespace KServe.Runtime.XGBoost;

/// <summary>Holds one node of a tree as small as a file states it, until the whole file is read.</summary>
/// <remarks>The left child of a split is the node behind it.</remarks>
/// <param name="Tag">The feature of a split and two facts about it, or what marks a leaf.</param>
/// <param name="Right">The index of a split's right child; the ordinal of a leaf's values.</param>
/// <param name="Value">The threshold of a split.</param>
/// <param name="Cover">The sum of the hessians of the training rows that came here.</param>
/// <param name="Id">The node's number in the file, which leaf outputs report.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BoosterNode(uint Tag, int Right, float Value, float Cover, int Id)
{
    /// <summary>The most features that a model may have: two bits of a tag tell other things.</summary>
    public const int MostFeatures = (int)DefaultLeftBit;

    /// <summary>The tag of a leaf.</summary>
    public const uint LeafTag = uint.MaxValue;

    private const uint CategoricalBit = 1u << 31;
    private const uint DefaultLeftBit = 1u << 30;

    public bool IsLeaf => Tag == LeafTag;

    /// <summary>Gets whether the split asks for a set of categories.</summary>
    public bool IsCategorical => (Tag & CategoricalBit) != 0;

    /// <summary>Gets whether missing values go left.</summary>
    public bool DefaultLeft => (Tag & DefaultLeftBit) != 0;

    /// <summary>Gets the feature of a split.</summary>
    public int Feature => (int)(Tag & (DefaultLeftBit - 1));

    /// <summary>Makes the tag of a split.</summary>
    /// <exception cref="InvalidDataException">The feature does not exist.</exception>
    public static uint SplitTag(int feature, bool defaultLeft, bool isCategorical) =>
        feature is >= 0 and < MostFeatures - 1
            ? (uint)feature | (defaultLeft ? DefaultLeftBit : 0) | (isCategorical ? CategoricalBit : 0)
            : throw new InvalidDataException($"a split is on feature {feature}");
}
