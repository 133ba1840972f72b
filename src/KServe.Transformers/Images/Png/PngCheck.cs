namespace KServe.Transformers.Images;

/// <summary>Computes the check of PNG's chunks: the cyclic redundancy code of ISO 3309.</summary>
internal static class PngCheck
{
    private static readonly uint[] Table = CreateTable();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var check = uint.MaxValue;
        foreach (var value in data)
        {
            check = Table[(byte)(check ^ value)] ^ (check >> 8);
        }

        return ~check;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            }

            table[i] = value;
        }

        return table;
    }
}
