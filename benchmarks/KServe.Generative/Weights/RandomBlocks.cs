using System.Runtime.InteropServices;

namespace KServe.Generative.Weights;

/// <summary>Random weights in a GGUF format: rows that begin at different places of one table of blocks.</summary>
internal sealed class RandomBlocks
{
    private const int TableBlocks = 1 << 15;
    private const float Deviation = 0.02f;

    private readonly GgufNumbers _type;
    private readonly byte[] _table;
    private readonly Random _random = new(1);

    public RandomBlocks(GgufNumbers type)
    {
        _type = type;
        _table = new byte[TableBlocks * type.BlockBytes];
        _random.NextBytes(_table);

        // Bytes are spread evenly: the scale brings them to the deviation that models begin their training with.
        var spread = type == GgufNumbers.Q8 ? 74f : 4.6f;
        for (var block = 0; block < TableBlocks; block++)
        {
            var scale = (Half)(Deviation / spread);
            MemoryMarshal.Write(_table.AsSpan(block * type.BlockBytes), in scale);
        }
    }

    /// <summary>Writes a tensor: a matrix of random blocks, a norm of ones, or a bias of zeros.</summary>
    public void Write(GgufTensor tensor, Stream stream)
    {
        if (tensor.Rows == 0)
        {
            var numbers = new float[tensor.Columns];
            numbers.AsSpan().Fill(tensor.Name.EndsWith(".bias", StringComparison.Ordinal) ? 0f : 1f);
            stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
            return;
        }

        for (var left = tensor.Bytes; left > 0;)
        {
            var start = _random.Next(TableBlocks) * _type.BlockBytes;
            var count = (int)Math.Min(left, _table.Length - start);
            stream.Write(_table.AsSpan(start, count));
            left -= count;
        }
    }
}
