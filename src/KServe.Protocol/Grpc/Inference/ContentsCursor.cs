namespace KServe.Protocol.Grpc;

/// <summary>Walks over the pieces of one field of <c>InferTensorContents</c> in a tensor's message.</summary>
/// <remarks>
/// Packed lists come as one piece or several, unpacked ones as one piece for each number; contents that come more than
/// once continue each other. For bytes, each piece is one element.
/// </remarks>
internal ref struct ContentsCursor(ReadOnlySpan<byte> tensor, int field)
{
    private readonly ProtoWireType _scalar = TypedContentsField.GetWireType(field);
    private ProtoReader _tensor = new(tensor);
    private ProtoReader _contents;
    private int _contentsStart;

    /// <summary>Gets the bytes of the current piece.</summary>
    public ReadOnlySpan<byte> Piece { get; private set; }

    /// <summary>Gets where the piece begins in the tensor's message.</summary>
    public int Offset { get; private set; }

    public bool MoveNext()
    {
        while (!_contents.ReadTo(field))
        {
            if (!_tensor.ReadTo(TensorFields.ContentsField))
            {
                return false;
            }

            var contents = _tensor.ReadBytes();
            _contentsStart = _tensor.Position - contents.Length;
            _contents = new ProtoReader(contents);
        }

        Piece = _contents.WireType == ProtoWireType.LengthDelimited
            ? _contents.ReadBytes()
            : _contents.ReadScalarBytes(_scalar);
        Offset = _contentsStart + _contents.Position - Piece.Length;
        return true;
    }
}
