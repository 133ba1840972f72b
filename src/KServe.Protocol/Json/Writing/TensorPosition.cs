using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>How far the elements of a tensor were written.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TensorPosition
{
    private int _element;
    private int _missing;

    /// <summary>Gets or sets where the next element begins in the tensor's bytes.</summary>
    public int Byte { get; set; }

    /// <summary>Moves over one element of BYTES and tells whether it is missing.</summary>
    public bool TakeMissing(InferTensor tensor)
    {
        var missing = tensor.MissingElements.Span;
        var isMissing = _missing < missing.Length && missing[_missing] == _element;
        _missing += isMissing ? 1 : 0;
        _element++;
        return isMissing;
    }
}
