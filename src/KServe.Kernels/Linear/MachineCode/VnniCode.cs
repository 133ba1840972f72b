namespace KServe.Kernels.Linear;

/// <summary>Assembles the tile of one to six tokens by a panel, with <c>vpdpbusd</c> of 512 bits.</summary>
/// <remarks>
/// .NET 10 has no intrinsic for that instruction at this width. The code computes what <c>BlockKernel</c> does,
/// operation by operation; it follows the System V calling convention, calls nothing and writes to its outputs only.
/// </remarks>
internal static class VnniCode
{
    /// <summary>The most tokens of a tile: twice as many sums and totals fill 24 of 32 registers.</summary>
    public const int MaxTokens = 6;

    /// <summary>How many bytes ahead one token asks: far enough to reach the next page before the processor.</summary>
    public const int OneTokenDistance = 8192;

    private const int PrefetchAt = 16;
    private const int InputsAt = 24;
    private const int OutputsAt = InputsAt + (MaxTokens * 8);
    private const int ConstantsAt = OutputsAt + (MaxTokens * 8);


    private const int Call = 7;
    private const int Prefetch = Call;
    private const int Weights = 0;
    private const int Counter = 11;

    private const int LowTotals = 0;
    private const int HighTotals = LowTotals + MaxTokens;
    private const int LowSums = HighTotals + MaxTokens;
    private const int HighSums = LowSums + MaxTokens;
    private const int Low = 24;
    private const int High = 25;
    private const int Value = 26;
    private const int Product = 27;
    private const int NibbleMask = 29;
    private const int HalfMask = 30;
    private const int HalfScale = 31;

    private const int ActivationBytes = Panels.BlockSize;
    private const int CacheLine = 64;

    // rcx, rdx, rsi, r8, r9 and r10: registers that a callee may change.
    private static readonly int[] Inputs = [1, 2, 6, 8, 9, 10];

    /// <summary>Gets the bytes of a block of a panel.</summary>
    public static int GetBlockBytes(WeightFormat format) =>
        HeaderBytes(format) + (GroupBytes(format) * BlockLayout.Groups);

    /// <summary>Gets how many bytes come into the cache while a block is computed.</summary>
    /// <remarks>One token asks for all of its own panel, <see cref="OneTokenDistance"/> ahead of where it is.</remarks>
    public static int GetPrefetchedBytes(WeightFormat format, int tokens) =>
        tokens == 1 ? GetBlockBytes(format) : PanelAhead.GetBytes(GetBlockBytes(format));

    /// <summary>Assembles the code of a format and number of tokens.</summary>
    public static byte[] Assemble(WeightFormat format, int tokens)
    {
        var code = new CodeWriter();
        WriteEntry(code, tokens);
        var loop = code.Length;
        WriteBlock(code, format, tokens);
        code.DecrementAndJump(Counter, loop);
        WriteExit(code, tokens);
        return code.ToArray();
    }

    private static int HeaderBytes(WeightFormat format) =>
        BlockLayout.WordBytes * (format == WeightFormat.Q4_1 ? 2 : 1);

    private static int GroupBytes(WeightFormat format) =>
        BlockLayout.WordBytes * (format == WeightFormat.Q8_0 ? 2 : 1);

    private static void WriteEntry(CodeWriter code, int tokens)
    {
        code.LoadPointer(Weights, Call, 0);
        code.LoadPointer(Counter, Call, 8);
        for (var token = 0; token < tokens; token++)
        {
            code.LoadPointer(Inputs[token], Call, (sbyte)(InputsAt + (token * 8)));
            code.Clear(LowTotals + token);
            code.Clear(HighTotals + token);
        }

        code.Splat(HalfMask, Call, ConstantsAt);
        code.Splat(HalfScale, Call, ConstantsAt + 4);
        code.Splat(NibbleMask, Call, ConstantsAt + 8);
        code.Push(Call);
        code.LoadPointer(Prefetch, Call, PrefetchAt);
    }

    private static void WriteBlock(CodeWriter code, WeightFormat format, int tokens)
    {
        var header = HeaderBytes(format);
        var group = GroupBytes(format);
        var prefetched = GetPrefetchedBytes(format, tokens);
        var lines = (prefetched + CacheLine - 1) / CacheLine;
        var share = (lines + BlockLayout.Groups - 1) / BlockLayout.Groups * CacheLine;
        for (var token = 0; token < tokens; token++)
        {
            code.Splat(LowSums + token, Inputs[token], ActivationBytes + BlockLayout.Bias);
            code.Copy(HighSums + token, LowSums + token);
        }

        for (var i = 0; i < BlockLayout.Groups; i++)
        {
            WriteWeights(code, format, header + (i * group));
            for (var at = i * share; at < Math.Min((i + 1) * share, prefetched); at += CacheLine)
            {
                code.Prefetch(Prefetch, at);
            }

            for (var token = 0; token < tokens; token++)
            {
                code.Splat(Value, Inputs[token], i * Panels.GroupSize);
                code.AddByteProducts(LowSums + token, Low, Value);
                code.AddByteProducts(HighSums + token, High, Value);
            }
        }

        WriteScales(code, tokens);
        if (format == WeightFormat.Q4_1)
        {
            WriteMinimums(code, tokens);
        }

        code.AddImmediate(Weights, GetBlockBytes(format));
        code.AddImmediate(Prefetch, prefetched);
        for (var token = 0; token < tokens; token++)
        {
            code.AddImmediate(Inputs[token], ActivationBytes + BlockLayout.FooterBytes);
        }
    }

    private static void WriteWeights(CodeWriter code, WeightFormat format, int at)
    {
        code.Load(Low, Weights, at);
        if (format == WeightFormat.Q8_0)
        {
            code.Load(High, Weights, at + BlockLayout.WordBytes);
            return;
        }

        code.ShiftRight(High, Low, 4);
        code.And(Low, Low, NibbleMask);
        code.And(High, High, NibbleMask);
    }

    private static void WriteScales(CodeWriter code, int tokens)
    {
        WriteHalves(code, 0);
        for (var token = 0; token < tokens; token++)
        {
            code.Splat(Value, Inputs[token], ActivationBytes + BlockLayout.Scale);
            code.Multiply(Product, Low, Value);
            code.Multiply(Value, High, Value);
            code.ToFloat(LowSums + token, LowSums + token);
            code.ToFloat(HighSums + token, HighSums + token);
            code.MultiplyAdd(LowTotals + token, LowSums + token, Product);
            code.MultiplyAdd(HighTotals + token, HighSums + token, Value);
        }
    }

    private static void WriteMinimums(CodeWriter code, int tokens)
    {
        WriteHalves(code, BlockLayout.WordBytes);
        for (var token = 0; token < tokens; token++)
        {
            code.Splat(Value, Inputs[token], ActivationBytes + BlockLayout.ScaledSum);
            code.MultiplyAdd(LowTotals + token, Low, Value);
            code.MultiplyAdd(HighTotals + token, High, Value);
        }
    }

    // As HalfBits says: shift, mask, multiply.
    private static void WriteHalves(CodeWriter code, int at)
    {
        code.Load(High, Weights, at);
        code.ShiftLeft(Low, High, 16);
        foreach (var register in new[] { Low, High })
        {
            code.ShiftRightSigned(register, register, 3);
            code.And(register, register, HalfMask);
            code.Multiply(register, register, HalfScale);
        }
    }

    private static void WriteExit(CodeWriter code, int tokens)
    {
        code.Pop(Call);
        for (var token = 0; token < tokens; token++)
        {
            code.LoadPointer(Weights, Call, (sbyte)(OutputsAt + (token * 8)));
            code.Store(LowTotals + token, Weights, 0);
            code.Store(HighTotals + token, Weights, Panels.Half * sizeof(float));
        }

        code.Return();
    }
}
