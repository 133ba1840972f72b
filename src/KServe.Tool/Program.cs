using KServe.Tool.Commands;

return await KServeCommand.RunAsync(args);
