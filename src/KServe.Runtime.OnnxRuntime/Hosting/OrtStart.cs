namespace KServe.Runtime.OnnxRuntime;

/// <summary>Tells how the native library was started.</summary>
/// <param name="SharedThreads">The threads that all models share; 0 when other code started it without.</param>
/// <param name="IsFirst">Whether this call started it.</param>
internal readonly record struct OrtStart(int SharedThreads, bool IsFirst);
