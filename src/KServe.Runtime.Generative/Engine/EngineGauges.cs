namespace KServe.Runtime.Generative.Engine;

/// <summary>What an engine looks like from outside, as of its last step.</summary>
/// <remarks>Written by the step loop, read by anyone.</remarks>
internal sealed class EngineGauges(int blockSize)
{
    private int _running;
    private int _waiting;
    private int _freeBlocks;
    private int _totalBlocks;

    /// <summary>Gets the tokens of a block of the cache.</summary>
    public int BlockSize => blockSize;

    /// <summary>Gets how many answers run.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Gets how many answers wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Gets how many blocks of the cache nobody uses.</summary>
    public int FreeBlocks => Volatile.Read(ref _freeBlocks);

    /// <summary>Gets how many blocks the cache has.</summary>
    public int TotalBlocks => Volatile.Read(ref _totalBlocks);

    /// <summary>Gets which share of the cache is in use, from 0 to 1.</summary>
    public double Usage => TotalBlocks == 0 ? 0 : 1 - ((double)FreeBlocks / TotalBlocks);

    /// <summary>Sets everything.</summary>
    public void Update(int running, int waiting, int freeBlocks, int totalBlocks)
    {
        Volatile.Write(ref _running, running);
        Volatile.Write(ref _waiting, waiting);
        Volatile.Write(ref _freeBlocks, freeBlocks);
        Volatile.Write(ref _totalBlocks, totalBlocks);
    }
}
