using System.Runtime.InteropServices;

namespace KServe.Transformers.Images;

/// <summary>Decodes the blocks of one scan, after ITU-T T.81, annexes F and G.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct JpegBlocks(JpegScan scan, bool isProgressive)
{
    // How many blocks to come have nothing new in this band.
    private int _empty;

    public void Reset() => _empty = 0;

    public void Decode(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        if (!isProgressive)
        {
            DecodeWhole(ref bits, component, block);
        }
        else if (scan.First == 0)
        {
            DecodeFirst(ref bits, component, block);
        }
        else if (scan.High == 0)
        {
            DecodeBand(ref bits, component.Ac!, block);
        }
        else
        {
            RefineBand(ref bits, component.Ac!, block);
        }
    }

    private static void DecodeWhole(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        block[0] = (short)Predict(ref bits, component);
        var zigzag = JpegTables.Zigzag;
        for (var k = 1; k < 64; k++)
        {
            var symbol = component.Ac!.Decode(ref bits);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                return;
            }

            k += run;
            if (k > 63)
            {
                throw Broken();
            }

            if (size != 0)
            {
                block[zigzag[k]] = (short)bits.TakeSigned(size);
            }
        }
    }

    private readonly void DecodeFirst(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        if (scan.High == 0)
        {
            block[0] = (short)(Predict(ref bits, component) << scan.Low);
        }
        else
        {
            block[0] |= (short)(bits.Take(1) << scan.Low);
        }
    }

    private void DecodeBand(ref JpegBits bits, JpegHuffman table, Span<short> block)
    {
        if (_empty > 0)
        {
            _empty--;
            return;
        }

        var zigzag = JpegTables.Zigzag;
        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = table.Decode(ref bits);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _empty = (1 << run) - 1 + bits.Take(run);
                return;
            }

            k += run;
            if (k > scan.Last)
            {
                throw Broken();
            }

            if (size != 0)
            {
                block[zigzag[k]] = (short)(bits.TakeSigned(size) << scan.Low);
            }
        }
    }

    private void RefineBand(ref JpegBits bits, JpegHuffman table, Span<short> block)
    {
        var zigzag = JpegTables.Zigzag;
        var k = scan.First;
        while (_empty == 0 && k <= scan.Last)
        {
            var symbol = table.Decode(ref bits);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _empty = (1 << run) + bits.Take(run);
                break;
            }

            var value = size == 0 ? 0 : (bits.Take(1) == 0 ? -1 : 1) << scan.Low;
            k = SkipZeros(ref bits, block, k, run);
            if (size > 1 || (size == 1 && k > scan.Last))
            {
                throw Broken();
            }

            if (size == 1)
            {
                block[zigzag[k]] = (short)value;
            }

            k++;
        }

        if (_empty > 0)
        {
            SkipZeros(ref bits, block, k, int.MaxValue);
            _empty--;
        }
    }

    /// <summary>Goes over a number of coefficients that are zero, and refines those that are not.</summary>
    /// <returns>The place of the zero after those.</returns>
    private readonly int SkipZeros(ref JpegBits bits, Span<short> block, int k, int run)
    {
        var zigzag = JpegTables.Zigzag;
        var bit = 1 << scan.Low;
        for (; k <= scan.Last; k++)
        {
            ref var value = ref block[zigzag[k]];
            if (value == 0)
            {
                if (run-- == 0)
                {
                    break;
                }
            }
            else if (bits.Take(1) != 0 && (value & bit) == 0)
            {
                value += (short)(value > 0 ? bit : -bit);
            }
        }

        return k;
    }

    private static int Predict(ref JpegBits bits, JpegComponent component) =>
        component.Predicted += bits.TakeSigned(component.Dc!.Decode(ref bits));

    private static InferenceException Broken() => ImageError.Create("the JPEG's data are broken: a block is too long");
}
