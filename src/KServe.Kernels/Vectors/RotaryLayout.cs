namespace KServe.Kernels.Vectors;

/// <summary>Names which numbers of a head a rotary embedding turns together.</summary>
public enum RotaryLayout
{
    /// <summary>Number i of each half, as GPT-NeoX and Llama in Hugging Face's form.</summary>
    Halves,

    /// <summary>Numbers 2i and 2i + 1, as GPT-J and Llama in Meta's form.</summary>
    Pairs,
}
